/* Plain form controls for Dash layouts: see parts/native.py. */
(function () {
  "use strict";
  const make = (kind, props, children) => {
    const { setProps, value, checked, options, ...rest } = props;
    for (const name of Object.keys(rest)) if (name.startsWith("_") || name === "componentPath" || name === "loading_state") delete rest[name];
    const start = rest.type === "checkbox" ? { defaultChecked: checked, value } : rest.type === "hidden" ? { value, readOnly: true } : { defaultValue: value };
    return window.React.createElement(kind, { key: rest.name + "|" + value, ...rest, ...start }, children);
  };
  const choice = ([value, text]) => Array.isArray(text)
    ? window.React.createElement("optgroup", { key: value, label: value }, text.map(choice))
    : window.React.createElement("option", { key: value, value }, text);
  window.situation_native = {
    Input: (props) => make("input", props),
    Select: (props) => make("select", props, (props.options || []).map(choice)),
  };
})();
