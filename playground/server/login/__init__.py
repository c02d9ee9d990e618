"""Login: a provider of OpenID Connect says who a person is, the same in every browser.

`settings` is what the environment says, `provider` asks the provider, `seal` is the cookie, and `gate` lets in.
"""
