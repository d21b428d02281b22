//! JSON as text: what fits on a line stands on one, so that a difference is one line a requirement.

use serde_json::Value;

const WIDTH: usize = 100;

/// The text, with a line end.
pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, 0, &mut out);
    out.push('\n');
    out
}

/// Writes a value that begins `indent` steps in, behind `before` characters of its line.
fn write(value: &Value, indent: usize, before: usize, out: &mut String) {
    let line = value.to_string();
    let simple = match value {
        Value::Array(list) => list.is_empty(),
        // A word and what is said of it, however long that is.
        Value::Object(map) => map.is_empty() || map.contains_key("const"),
        _ => true,
    };
    if simple || indent > 0 && 2 * indent + before + line.len() < WIDTH {
        out.push_str(&line);
        return;
    }
    let (open, close) = if value.is_array() { ('[', ']') } else { ('{', '}') };
    out.push(open);
    let mut first = true;
    let mut begin = |out: &mut String| {
        out.push_str(if first { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(indent + 1));
        first = false;
    };
    match value {
        Value::Array(list) => {
            for inner in list {
                begin(out);
                write(inner, indent + 1, 0, out);
            }
        }
        Value::Object(map) => {
            for (name, inner) in map {
                begin(out);
                let name = Value::from(name.as_str()).to_string();
                out.push_str(&name);
                out.push_str(": ");
                write(inner, indent + 1, name.len() + 2, out);
            }
        }
        _ => {}
    }
    out.push('\n');
    out.push_str(&"  ".repeat(indent));
    out.push(close);
}
