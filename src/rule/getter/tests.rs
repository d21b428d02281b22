//! What a path leads to.

use std::sync::Arc;

use super::{Form, Getter, Over, known};
use crate::kind::{Info, NO_TAG, Tag};
use crate::workspace::form_info;

/// The tags above one, and that itself.
fn way(info: &Info, tag: Tag) -> Vec<Tag> {
    let parent = info.parent(tag);
    let above = if parent == NO_TAG { Vec::new() } else { way(info, parent) };
    [above, vec![tag]].concat()
}

#[test]
fn a_way_leads_through_every_table() {
    let mut met = [0, 0, 0];
    for kind in crate::kind::shipped() {
        let info = Info::new(std::borrow::Cow::Borrowed(kind)).unwrap();
        for (tag, path) in (0..).zip(info.paths()) {
            let tags = info.find(&path).unwrap();
            assert_eq!(*tags, way(&info, tag), "{path}");
            let (table, name) = (info.parent(tag), path.rsplit('.').next().unwrap());
            assert_eq!(*info.find_in(table, name).unwrap(), [tag], "{path}");
            assert!(info.find(&format!("{path}.else")).is_none());
            met[tags.len() - 1] += 1;
        }
    }
    assert!(met.iter().all(|met| *met > 0), "{met:?}");
}

#[test]
fn a_setting_is_the_same_for_whoever_asks_for_it() {
    let form = Form::from(form_info("complint"));
    let asked = |path: &str| match known(path, Over::Programme, &form) {
        Some(Getter::Setting(setting)) => Some(setting),
        Some(Getter::Words(inner)) => match *inner {
            Getter::Setting(setting) => Some(setting),
            _ => None,
        },
        _ => None,
    };
    let name = asked("organization.name").unwrap();
    assert_eq!(name.path(), "organization.name");
    for path in ["organization.name", "setting.organization.name", "organization.name.words"] {
        assert!(Arc::ptr_eq(&name, &asked(path).unwrap()), "{path}");
    }
    // Any framework can be asked for, and no key that there is not.
    assert!(!Arc::ptr_eq(
        &asked("frameworks.a.type").unwrap(),
        &asked("frameworks.b.type").unwrap()
    ));
    assert!(asked("organization.nme").is_none() && asked("frameworks.a.tpe").is_none());
}
