//! The part of the build script that makes one text and a table for each type out of constants.
//!
//! Constants are printed twice: once to learn which texts there are, once with the places of them.

use std::any::type_name;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Debug, Write as _};

use crate::text::Held;

/// Nothing is held while the program is built.
pub const TEXT: &str = "";

impl<T: Clone + 'static> Held for T {
    fn held() -> &'static [Self] {
        &[]
    }
}

thread_local! {
    static TABLES: RefCell<Tables> = RefCell::default();
}

#[derive(Default)]
struct Tables {
    texts: Texts,
    /// By the name of the type.
    lists: BTreeMap<String, Table>,
}

/// Texts, each once.
#[derive(Default)]
struct Texts {
    in_order: Vec<String>,
    places: HashMap<String, usize>,
    all: String,
}

/// The elements of all lists of one type.
#[derive(Default)]
struct Table {
    elements: Vec<String>,
    /// Where lists begin, by what they print.
    places: HashMap<Vec<String>, usize>,
}

/// Prints the expression for a text.
pub fn text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let first = TABLES.with_borrow_mut(|tables| tables.texts.place(text));
    write!(f, "Str::at({first}, {})", text.len())
}

/// Prints the expression for a list.
pub fn list<T: Debug>(items: &[T], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    // What is in the elements comes into its tables first.
    let elements: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    let first = TABLES.with_borrow_mut(|tables| {
        let table = tables.lists.entry(in_program(type_name::<T>())).or_default();
        table.place(elements)
    });
    write!(f, "List::at({first}, {})", items.len())
}

/// Lays the texts out that were met, and forgets the tables, in which their places were not known.
/// What every run looks at is short: it stands together, so that little memory is touched.
pub fn lay_out() {
    TABLES.with_borrow_mut(|tables| {
        let Tables { texts, lists } = tables;
        texts.in_order.sort_by_key(|text| text.len() > SHORT);
        for text in &texts.in_order {
            texts.places.insert(text.clone(), texts.all.len());
            texts.all.push_str(text);
        }
        lists.clear();
    });
}

/// Names are no longer, and prose mostly is.
const SHORT: usize = 48;

/// The text, and by the module of their types the tables.
pub fn code() -> Vec<(String, String)> {
    TABLES.with_borrow(|tables| {
        let mut files: BTreeMap<&str, String> =
            FAMILIES.map(|family| (family, String::new())).into();
        for (name, table) in &tables.lists {
            let code = files.entry(family(name)).or_default();
            let count = table.elements.len();
            let elements = table.elements.join(",\n");
            let _ = write!(
                code,
                "impl Held for {name} {{
    #[inline]
    fn held() -> &'static [Self] {{
        static HELD: [{name}; {count}] = [\n{elements}\n];
        &HELD
    }}
}}
"
            );
        }
        let mut files: Vec<(String, String)> =
            files.into_iter().map(|(family, code)| (format!("{family}-tables.rs"), code)).collect();
        files.push(("text.txt".to_owned(), tables.texts.all.clone()));
        files
    })
}

/// The modules whose constants are made.
const FAMILIES: [&str; 5] = ["fact", "framework", "kind", "rule", "text"];

/// The module in which the names in a type's elements are known.
fn family(name: &str) -> &'static str {
    let own = |family: &&&str| **family != "text" && name.contains(&format!("crate::{family}::"));
    FAMILIES.iter().find(own).copied().unwrap_or("text")
}

/// The name of a type, as it is in the program.
fn in_program(name: &str) -> String {
    let this = module_path!().split("::").next().unwrap_or_default();
    name.replace(&format!("{this}::"), "crate::")
}

impl Texts {
    fn place(&mut self, text: &str) -> usize {
        if text.is_empty() {
            return 0;
        }
        if !self.places.contains_key(text) {
            self.in_order.push(text.to_owned());
        }
        *self.places.entry(text.to_owned()).or_insert(0)
    }
}

impl Table {
    fn place(&mut self, elements: Vec<String>) -> usize {
        if elements.is_empty() {
            return 0;
        }
        if let Some(first) = self.places.get(&elements) {
            return *first;
        }
        let first = self.elements.len();
        self.elements.extend(elements.iter().cloned());
        self.places.insert(elements, first);
        first
    }
}
