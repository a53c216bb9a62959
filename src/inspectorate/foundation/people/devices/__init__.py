"""Devices on which a person captures notes: enrolled, ended, lost; what each could have held."""
