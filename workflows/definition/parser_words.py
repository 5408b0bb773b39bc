"""What the parsers of YAML and CSV say of a broken file, as texts for pages in both languages."""

import re

from workflows.domain.messages import Message, Text

#: What people meet most; `{found}` is a sign or a token of the parser's.
_KNOWN = (
    Message("mapping values are not allowed here"),
    Message("mapping keys are not allowed here"),
    Message("sequence entries are not allowed here"),
    Message("could not find expected ':'"),
    Message("found unexpected ':'"),
    Message("found unexpected end of stream"),
    Message("found unexpected document separator"),
    Message("found character {found} that cannot start any token", found="{found}"),
    Message("found unknown escape character {found}", found="{found}"),
    Message("expected <block end>, but found {found}", found="{found}"),
    Message("expected the node content, but found {found}", found="{found}"),
    Message("expected ',' or ']', but got {found}", found="{found}"),
    Message("expected ',' or '}}', but got {found}", found="{found}"),
    Message("expected alphabetic or numeric character, but found {found}", found="{found}"),
    Message("expected a comment or a line break, but found {found}", found="{found}"),
    Message("expected '<document start>', but found {found}", found="{found}"),
    # Of the reader of CSV.
    Message("unexpected end of data"),
    Message("{found} expected after '\"'", found="{found}"),
)
_PATTERNS = tuple(
    (re.compile(re.escape(str(one)).replace(re.escape("{found}"), "(.+)")), one) for one in _KNOWN
)


def parsers_words(reason: str) -> Text:
    """The reason as a text that the catalogues know, else as it is."""
    for pattern, one in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return Message(one.msgid, found=found[1]) if one.params else one
    return reason
