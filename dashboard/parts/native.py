"""Plain form controls. Dash's own keep their values in callbacks; a desk full of forms posts them as forms do.

The browser's half is ``assets/native.js``. A control starts anew whenever the server sends another value, and keeps
what was typed as long as it does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.words import Words


class _Control(Component):
    _namespace = "situation_native"
    _type = ""

    def __init__(self, **props: Any) -> None:
        self._children_props: list[str] = []
        self._base_nodes = ["children"]
        self._prop_names = ["id", *props]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties: list[str] = []
        super().__init__(**props)  # type: ignore[no-untyped-call]


class Input(_Control):
    """Any HTML input: name, type, value, placeholder, min, max, required, checked, title, list …"""

    _type = "Input"


class Select(_Control):
    """``options`` is a list of [value, text], or of [group, [[value, text], …]]."""

    _type = "Select"


class Tree(_Control):
    """A whole page of components as one: Dash wraps each of its components, and thousands take a browser seconds."""

    _type = "Tree"


def tree(children: Any, **named: str) -> Tree:
    """With an ``id``, a callback may answer with a new ``branches``: what stays the same keeps its focus."""
    return Tree(tree=_plain(children), **named)


def branches(children: Any) -> Any:
    """What the property ``tree`` of a ``Tree`` holds."""
    return _plain(children)


def _plain(part: Any) -> Any:
    """[kind, properties, children]; a text or number stays what it is."""
    if isinstance(part, list | tuple):
        return ["", {}, [_plain(child) for child in part]]
    if not isinstance(part, Component):
        return part
    made: dict[str, Any] = part.to_plotly_json()  # type: ignore[no-untyped-call]
    properties = dict(made["props"])
    children = properties.pop("children", None)
    kind = made["type"]
    if made["namespace"] == "dash_html_components":
        kind = kind.lower()
    elif kind == "Purify":
        properties = {"className": properties.get("className", ""), "html": properties["html"]}
    inside = (
        []
        if children is None
        else [_plain(c) for c in (children if isinstance(children, list | tuple) else [children])]
    )
    return [kind, properties, inside]


def hidden(**values: Any) -> list[Component]:
    return [Input(type="hidden", name=name, value=str(value)) for name, value in values.items() if value is not None]


def labelled(label: str, control: Component, name: str = "", class_name: str = "") -> html.Label:
    """The error of a field stands under it: the script writes it into the label."""
    return html.Label([html.Span(label), control], className=f"field {class_name}".strip(), **{"data-field": name})


def text_field(label: str, name: str, value: str = "", **more: Any) -> html.Label:
    return labelled(label, Input(name=name, type="text", value=value, autoComplete="off", **more), name, "wide")


def reason_field(words: Words, label: str = "", placeholder: str = "", value: str = "") -> html.Label:
    return text_field(
        label or words("理由"), "reason", value, placeholder=placeholder or words("理由（必填）"), required=True
    )


def day_field(label: str, name: str, value: object = "", **more: Any) -> html.Label:
    return labelled(label, Input(name=name, type="date", value=str(value or ""), **more), name)


def number_field(label: str, name: str, value: object = None) -> html.Label:
    shown = "" if value is None else str(value)
    return labelled(
        label, Input(name=name, type="text", inputMode="numeric", value=shown, autoComplete="off"), name, "figure-field"
    )


def select_field(label: str, name: str, options: Iterable[Any], value: str = "", **more: Any) -> html.Label:
    return labelled(label, Select(name=name, options=[list(o) for o in options], value=value, **more), name)


def form(act: str, children: list[Any], form_token: str, class_name: str = "", id: str = "", **fixed: Any) -> html.Form:
    """Posted by the script to ``/desk/act/<act>``; what the server says appears in the form's own output."""
    said = html.Output(className="said")
    given = [*hidden(form_token=form_token, **fixed), *children, said]
    named = {"id": id} if id else {}
    return html.Form(given, className=f"act {class_name}".strip(), **named, **{"data-act": act})


def button(text: str, *, primary: bool = False, name: str = "", value: str = "", small: bool = True) -> html.Button:
    classes = " ".join(filter(None, ("button", "primary" if primary else "", "small" if small else "")))
    more = {"name": name, "value": value} if name else {}
    return html.Button(text, type="submit", className=classes, **more)
