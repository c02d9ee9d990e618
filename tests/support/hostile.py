"""Names that a person could give a column or a class, in the hope that they become more than a name."""

NAMES = (
    '"); import os; os.system("touch hacked',
    "'); import os; os.system('touch hacked",
    "{{7*7}}",
    "{% raw %}",
    "=cmd|' /C calc'!A0",
    "<img src=x onerror=alert(1)>",
    "two\nlines # %% not a section",
    '"""',
    "back\\slash",
    "a/b",
    "\u202eright to left",
    "# comment",
    "$x_1$",
)
