"""The rule language: text to typed tree, three-valued logic with intervals, explanation in words."""
