from tests.support.compiling import few_epochs_before_xla, where_xla_does_not_pay, without_xla

__all__ = ["few_epochs_before_xla", "where_xla_does_not_pay", "without_xla"]
