"""Does a style sheet lose only rules that nothing on the site can use?"""

import pytest

from ceasefires.publish.slim import used

WORDS = {"kept", "open", "a"}


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".kept{color:red}.gone{color:blue}", ".kept{color:red}"),
        (".kept .gone{x:y}", ""),
        (".gone,.kept>p{x:y}", ".kept>p{x:y}"),
        ("p:not(.gone){x:y}", "p:not(.gone){x:y}"),
        (":is(.gone,.kept) a{x:y}", ":is(.gone,.kept) a{x:y}"),
        ("a:not(:is(.gone .b,:where(.c))){x:y}", "a:not(:is(.gone .b,:where(.c))){x:y}"),
        ("@media print{.gone{x:y}.kept{x:y}}", "@media print{.kept{x:y}}"),
        ("@media print{.gone{x:y}}", ""),
        ('@charset "utf-8";p{x:y}', '@charset "utf-8";p{x:y}'),
        ("@font-face{src:url(a.woff2)}", "@font-face{src:url(a.woff2)}"),
        ("@keyframes gone{0%{x:y}to{x:z}}", "@keyframes gone{0%{x:y}to{x:z}}"),
        ('.kept::before{content:"}{"}.gone{x:y}p{x:y}', '.kept::before{content:"}{"}p{x:y}'),
        ("/* .gone{ */ .kept{x:y}", " .kept{x:y}"),
        ('[data-x=".gone"]{x:y}', '[data-x=".gone"]{x:y}'),
        ("p{margin:.5em}", "p{margin:.5em}"),
    ],
)
def test_a_rule_stays_if_some_page_can_use_it(sheet, left):
    assert used(sheet, WORDS) == left
