"""The binder: one inspection with its ledger as an archive that can be verified and imported
elsewhere.
"""
