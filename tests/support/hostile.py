"""Names of columns or classes with which an attacker would try to inject markup, code or formulas."""

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
