"""How text is read, apart from any screen: word diff, invisible characters, and how a text is laid out."""
