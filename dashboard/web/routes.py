"""Routes as data: the path, the right it asks for, and what answers. A test goes through all."""

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.responses import Response

Run = Callable[..., Response]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`may`: a name of roles.PERMISSIONS, or empty for pages anybody may open before logging in."""

    method: str
    path: str
    may: str
    run: Run


@dataclass(slots=True)
class Routes:
    found: list[Route] = field(default_factory=list)

    def get(self, path: str, *, may: str) -> Callable[[Run], Run]:
        return self._add("GET", path, may)

    def post(self, path: str, *, may: str) -> Callable[[Run], Run]:
        return self._add("POST", path, may)

    def _add(self, method: str, path: str, may: str) -> Callable[[Run], Run]:
        def added(run: Run) -> Run:
            self.found.append(Route(method=method, path=path, may=may, run=run))
            return run

        return added
