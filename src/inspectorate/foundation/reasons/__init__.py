"""How the house answers: reasons from rules, problems from checks, and their exceptions.

Doors turn the exceptions into pages. Holds plain frozen values and knows no concept of inspection.
May use nothing of ours.
"""
