/* Plain form controls for Dash layouts: see parts/native.py. */
(function () {
  "use strict";
  const make = (kind, props, children) => {
    const { setProps, value, checked, options, ...rest } = props;
    for (const name of Object.keys(rest)) if (name.startsWith("_") || name === "componentPath") delete rest[name];
    const start = rest.type === "checkbox" ? { defaultChecked: checked, value } : rest.type === "hidden" ? { value, readOnly: true } : { defaultValue: value };
    return window.React.createElement(kind, { key: rest.name + "|" + value, ...rest, ...start }, children);
  };
  const choice = ([value, text]) => Array.isArray(text)
    ? window.React.createElement("optgroup", { key: value, label: value }, text.map(choice))
    : window.React.createElement("option", { key: value, value }, text);
  const Input = (props) => make("input", props);
  const Select = (props) => make("select", props, (props.options || []).map(choice));

  /* [kind, properties, children] as elements. A drawing is markup that the server made of numbers alone. */
  function grow(node, key) {
    if (!Array.isArray(node)) return node;
    const [kind, props, children] = node, h = window.React.createElement;
    if (kind === "Input") return h(Input, { ...props, key });
    if (kind === "Select") return h(Select, { ...props, key });
    if (kind === "Purify") return h("div", { key, className: props.className, dangerouslySetInnerHTML: { __html: props.html } });
    const inside = children.length ? children.map(grow) : undefined;
    if (kind === "") return h(window.React.Fragment, { key }, inside);
    if (kind === "details") { const { open, ...rest } = props; return h(Details, { key, start: open, ...rest }, inside); }
    return h(kind, { key: props.id || key, ...props }, inside);
  }

  /* Opened and closed by hand only; the server says how it starts. */
  const Details = ({ start, children, ...rest }) => {
    const box = window.React.useRef(null);
    window.React.useEffect(() => { if (start) box.current.open = true; }, [start]);
    return window.React.createElement("details", { ref: box, ...rest }, children);
  };

  window.situation_native = { Input, Select, Tree: (props) => window.React.createElement(window.React.Fragment, null, grow(props.tree)) };
})();
