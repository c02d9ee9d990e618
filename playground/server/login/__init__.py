"""Login: a provider of OpenID Connect identifies a person, who is the same in every browser.

`settings` reads the environment, `provider` is the protocol, `seal` makes the cookie, and `gate` lets people in.
"""
