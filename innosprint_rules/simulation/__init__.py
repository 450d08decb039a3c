"""What could happen: events played on a dossier, and years drawn from a scenario and judged by the thousand.

A scenario (``scenario``) holds events, a year, or both. Events are applied to a dossier once (``run``, ``apply``,
``verbs``), and what they change in the verdicts is told (``differences``).

A year is drawn and judged by one generated module of whole numbers (``module``): the year model writes how rows are
drawn (``year_model``, ``drawing_*``) from distributions that were made into tables (``distributions``), the kernel of
``innosprint_rules.engine`` writes how the rules judge them, and the tally how they are counted (``tally_source``). The
module is interpreted, or compiled with Numba and kept (``engines``, ``compiling``, ``cache``); ``years`` and
``workers`` run it. From the tally come the outcome (``summary``, ``outcome``), its points of no return
(``no_return``), what moves it (``sensitivity``), scenarios side by side (``compare``); years can be kept (``keeping``)
or one written out as a dossier (``year_dossier``). ``simulating.simulate`` is the door to all of it.
"""
