from tests.support.compiling import where_xla_does_not_pay, without_xla

__all__ = ["where_xla_does_not_pay", "without_xla"]
