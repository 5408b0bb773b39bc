"""Every kind of mail, each in a module of its own: its entry, how it is built from rows, and what
is known of it (`KIND`). Its template is notifications/templates/<name>.jinja; which event calls
for it, and whom it speaks to, is a row of workflows/domain/events.py.
"""

from importlib import import_module
from pkgutil import iter_modules

from notifications.mail_kind import MailKind

_MODULES = sorted(module.name for module in iter_modules(__path__))
KINDS: dict[str, MailKind] = {name: import_module(f"{__name__}.{name}").KIND for name in _MODULES}
