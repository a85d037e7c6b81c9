"""Pictures of every screen and state of the window: `packaging/dev.py screenshots`.

To add a state, write one function that brings a `Stage` there and put it into the table in `table.py`.
"""
