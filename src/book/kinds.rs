//! All kinds of records.

use super::markdown::cell;
use super::{Book, file};
use crate::words::count;

pub(super) fn page(book: &Book<'_>) -> String {
    let mut page = format!(
        "# Kinds of records\n\n\
         {}. A record is a table in an array named for its kind, such as `[[control]]`. Each kind is one\n\
         file under `kinds/`, from which these pages are made. `complint explain <kind>` shows the same in a\n\
         terminal. A company declares kinds of its own [in the same way](../files/kind.md).\n\n\
         | Kind | What a record is |\n| --- | --- |\n",
        count(book.kinds().count(), "kind"),
    );
    for info in book.kinds() {
        let (id, kind) = (&info.kind.id, &info.kind);
        page.push_str(&format!("| [{id}]({}) | {} |\n", file(id), cell(&kind.summary)));
    }
    page
}
