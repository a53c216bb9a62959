"""Due days: a rule by which a last day is counted, and the one resolver that counts it.

Knows no concept of inspection. May use nothing of ours but reasons and spreadsheets.
"""
