"""The pages of these docs that say what the code says: made from it, and compared with it by the tests.

``python -m docs.generate`` makes them again, the outputs of commands in the other pages included.
"""
