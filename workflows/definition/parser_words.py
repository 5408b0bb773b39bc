"""What the parsers of YAML and CSV say of a broken file, as texts for pages in both languages."""

import re

from workflows.domain.said import Said

#: What people meet most; `{found}` is a sign or a token of the parser's.
_KNOWN = (
    Said("mapping values are not allowed here"),
    Said("mapping keys are not allowed here"),
    Said("sequence entries are not allowed here"),
    Said("could not find expected ':'"),
    Said("found unexpected ':'"),
    Said("found unexpected end of stream"),
    Said("found unexpected document separator"),
    Said("found character {found} that cannot start any token", found="{found}"),
    Said("found unknown escape character {found}", found="{found}"),
    Said("expected <block end>, but found {found}", found="{found}"),
    Said("expected the node content, but found {found}", found="{found}"),
    Said("expected ',' or ']', but got {found}", found="{found}"),
    Said("expected ',' or '}}', but got {found}", found="{found}"),
    Said("expected alphabetic or numeric character, but found {found}", found="{found}"),
    Said("expected a comment or a line break, but found {found}", found="{found}"),
    Said("expected '<document start>', but found {found}", found="{found}"),
    # Of the reader of CSV.
    Said("unexpected end of data"),
    Said("{found} expected after '\"'", found="{found}"),
)
_PATTERNS = tuple(
    (re.compile(re.escape(str(one)).replace(re.escape("{found}"), "(.+)")), one) for one in _KNOWN
)


def parsers_words(reason: str) -> str:
    """The reason as a text that the catalogues know, else as it is."""
    for pattern, one in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return Said(one.text, found=found[1]) if one.facts else one
    return reason
