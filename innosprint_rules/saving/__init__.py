"""The one way in which files and folders are written: whole or not at all, never over what is not ours.

What is written has another name (``.innosprint-….part``, in the same folder) until it is whole and on the disk.
A process that was killed leaves such a part at most; the next one that writes in that folder takes it away.
"""

from innosprint_rules.saving.files import Target, allowed, give_name, is_special, save, whole_file
from innosprint_rules.saving.folders import allowed_folder, save_folder
from innosprint_rules.saving.inputs import spare_inputs
from innosprint_rules.saving.words import unwritable

__all__ = [
    "Target",
    "allowed",
    "allowed_folder",
    "give_name",
    "is_special",
    "save",
    "save_folder",
    "spare_inputs",
    "unwritable",
    "whole_file",
]
