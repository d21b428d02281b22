//! What a rule says: every placeholder has to stand for something.

use super::Maker;
use crate::rule::getter::{Over, resolve};
use crate::rule::types::{Check, Each};
use crate::text::Str;

impl Maker<'_> {
    /// Placeholders of messages that nothing fills.
    pub(super) fn texts(&mut self, check: &Check) {
        let own = [
            ("message", check.message.as_ref()),
            ("help", check.help.as_ref()),
            ("list", check.list.as_ref()),
            ("label", check.label.as_ref()),
        ];
        for (name, text) in own {
            self.text(name, text, check);
        }
        // What the check does not say itself stands at the top of the rule.
        let path = std::mem::take(&mut self.path);
        let rule = self.rule;
        let shared = [
            ("message", Some(&rule.message).filter(|_| check.message.is_none())),
            ("help", rule.help.as_ref().filter(|_| check.help.is_none())),
            ("list", rule.list.as_ref().filter(|_| check.list.is_none())),
        ];
        for (name, text) in shared {
            self.text(name, text, check);
        }
        self.path = path;
    }

    fn text(&mut self, name: &str, text: Option<&Str>, check: &Check) {
        let Some(text) = text else { return };
        for placeholder in crate::rule::text::placeholders(text) {
            if let Err(message) = self.placeholder(placeholder, check) {
                self.within(name, |maker| maker.problem(message));
            }
        }
    }

    fn placeholder(&self, name: &str, check: &Check) -> Result<(), String> {
        if let Some(parameter) = name.strip_prefix("parameter.") {
            let known = self.rule.parameters.get(parameter).is_some();
            return if known {
                Ok(())
            } else {
                Err(format!("there is no parameter `{parameter}`"))
            };
        }
        if crate::rule::text::ALWAYS.contains(&name) {
            return Ok(());
        }
        let over = |over: Over<'_>| resolve(name, over, self.form).map(|_| ());
        match &check.each {
            Each::OfRequirements => over(Over::Requirement),
            Each::OfProgramme => over(Over::Programme),
            Each::OfKinds(names) => {
                let Some(first) = names.first() else { return Ok(()) };
                let (kind, list) =
                    first.split_once('.').map_or((first.as_str(), None), |(a, b)| (a, Some(b)));
                let Some(info) = self.kinds.by_id(kind) else { return Ok(()) };
                let element = list.and_then(|list| info.find(list)?.last().copied());
                over(element.map_or(Over::Kind(info), |tag| Over::Element(info, tag)))
            }
            Each::OfTrait(name) => {
                let first = self.kinds.iter().find(|(_, info)| info.has_trait(name));
                first.map_or(Ok(()), |(_, info)| over(Over::Kind(info)))
            }
        }
    }
}
