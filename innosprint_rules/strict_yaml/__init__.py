"""YAML as its author reads it: every scalar is text, every key stands once, every value knows its place.

YAML 1.1 reads ``no`` as false, ``012`` as 10 and ``2019-05-31`` as a date before anyone can object. Here nothing is
guessed: whoever reads a value says what it must be. The one reader of YAML for rules, scenarios and dossiers.
"""

from innosprint_rules.strict_yaml.document import YamlDocument as YamlDocument
from innosprint_rules.strict_yaml.values import Fields as Fields
from innosprint_rules.strict_yaml.values import Items as Items
from innosprint_rules.strict_yaml.values import Scalar as Scalar
from innosprint_rules.strict_yaml.values import Value as Value
