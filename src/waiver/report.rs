//! What is wrong with waivers themselves.

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::{Form, Named, Reason, Waiver, can_be_waived, edit, hint};
use crate::finding::{Draft, Safety};
use crate::rule::types::{Each, Level};
use crate::rule::{Rule, RuleNo};
use crate::span::Span;
use crate::words::{closest, join_and};
use crate::workspace::Workspace;

/// Judges waivers once it is known what they excused.
pub(super) struct Report<'r> {
    pub(super) workspace: &'r Workspace,
    pub(super) today: Date,
    pub(super) ran: &'r dyn Fn(RuleNo) -> bool,
    /// Rules with findings that are obligations.
    pub(super) obligations: &'r FxHashSet<RuleNo>,
    pub(super) drafts: &'r mut Vec<Draft>,
}

/// Why a waiver of a rule excused nothing, as far as it can be told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause<'r> {
    /// Findings of this group cannot be waived.
    Group(&'r str),
    /// Findings of the rule are obligations, and the waiver is a comment.
    Obligation,
    /// What it excused is mended, or it stands in the wrong place.
    Unknown,
}

impl Report<'_> {
    pub(super) fn all(&mut self, waivers: &[Waiver<'_>]) {
        for waiver in waivers {
            self.reason(waiver);
            self.end(waiver);
            for named in waiver.rules.iter().filter(|named| named.rule.is_none()) {
                self.unknown(waiver, named);
            }
            let doubtful = matches!(&waiver.form, Form::Record(covered) if covered.doubtful);
            if !doubtful && !waiver.expired(self.today) {
                self.use_of(waiver);
            }
        }
    }

    /// A draft at a place of a waiver; `key` is the place's key in a record.
    fn draft(&self, rule: &'static str, waiver: &Waiver<'_>, span: Span, key: &str) -> Draft {
        let draft = Draft::new(rule, waiver.place.source, span);
        match &waiver.form {
            Form::Record(covered) => draft.record(covered.number).key(key),
            // The comment moves with the key that it stands on.
            Form::Comment(comment) => {
                Draft { record: comment.bound.record, ..draft.key(comment.bound.key.as_str()) }
            }
        }
    }

    fn reason(&mut self, waiver: &Waiver<'_>) {
        let Reason::Missing(span) = waiver.reason else { return };
        let hint = match waiver.form {
            Form::Record(_) => format!("reason = \"{}\"", hint::REASON),
            Form::Comment(comment) => {
                let until = waiver
                    .until
                    .map_or_else(|| hint::quarter(self.today), |end| end.date.to_string());
                hint::comment(comment.sign, &waiver.names(), &until, hint::REASON)
            }
        };
        let draft = self.draft("unexplained-waiver", waiver, span, "reason");
        self.drafts.push(draft.with("rules", waiver.words()).with("hint", hint));
    }

    fn end(&mut self, waiver: &Waiver<'_>) {
        let Some(end) = waiver.until else { return self.open_end(waiver) };
        if waiver.expired(self.today) {
            let draft = self.draft("expired-waiver", waiver, end.span, "until");
            self.drafts
                .push(draft.with("rules", waiver.words()).with("until", end.date.to_string()));
        }
    }

    fn open_end(&mut self, waiver: &Waiver<'_>) {
        let until = hint::quarter(self.today);
        let hint = match (&waiver.form, &waiver.reason) {
            (Form::Record(_), _) => format!("until = {until}"),
            (Form::Comment(comment), Reason::Given(reason)) => {
                hint::comment(comment.sign, &waiver.names(), &until, reason)
            }
            (Form::Comment(comment), _) => {
                hint::comment(comment.sign, &waiver.names(), &until, hint::REASON)
            }
        };
        let draft = self.draft("open-ended-waiver", waiver, waiver.place.span, "until");
        self.drafts.push(draft.with("rules", waiver.words()).with("hint", hint));
    }

    fn unknown(&mut self, waiver: &Waiver<'_>, named: &Named<'_>) {
        let rules = &self.workspace.rules;
        let name = &*named.name;
        let draft = self
            .draft("unknown-waived-rule", waiver, named.span, "rules")
            .with("rule", name.to_owned());
        let draft = if rules.groups().contains(&name) {
            draft.with("hint", format!("`{name}` is a group: name the rules one by one"))
        } else if let Some(close) = closest(name, rules.names()) {
            let word = close.word;
            let text = match waiver.form {
                Form::Record(_) => crate::fix::string(word),
                Form::Comment(_) => word.to_owned(),
            };
            let draft = draft.with("hint", format!("did you mean `{word}`?"));
            draft.fix(close.safety(), format!("write `{word}`"), vec![(named.span, text)])
        } else {
            draft.with("hint", "`complint explain` lists the rules")
        };
        self.drafts.push(draft);
    }

    /// The rules that ran and excused nothing: one finding where these are all, else one for each.
    fn use_of(&mut self, waiver: &Waiver<'_>) {
        let idle: Vec<bool> =
            waiver.rules.iter().map(|named| self.is_idle(waiver, named)).collect();
        if idle.iter().all(|idle| *idle) {
            return self.unused(waiver);
        }
        for (position, named) in waiver.rules.iter().enumerate() {
            let (own, behind) =
                idle.get(position..).and_then(<[bool]>::split_first).unwrap_or((&false, &[]));
            if *own {
                let last = behind.iter().all(|idle| *idle);
                self.unused_rule(waiver, named, last);
            }
        }
    }

    fn is_idle(&self, waiver: &Waiver<'_>, named: &Named<'_>) -> bool {
        let Some(rule) = named.rule.filter(|rule| !named.used && (self.ran)(*rule)) else {
            return false;
        };
        match waiver.form {
            // A rule that is switched off for the file found nothing because it did not look.
            Form::Comment(comment) => {
                let path = &self.workspace.source(comment.source).path;
                self.workspace.settings.levels.level_in(rule, path) != Level::Off
            }
            Form::Record(_) => true,
        }
    }

    fn unused(&mut self, waiver: &Waiver<'_>) {
        let mut causes = waiver.rules.iter().map(|named| self.cause(waiver, named));
        let first = causes.next().unwrap_or(Cause::Unknown);
        let cause = if causes.all(|cause| cause == first) { first } else { Cause::Unknown };
        let hint = delete(cause, "delete it");
        let draft = self.draft("unused-waiver", waiver, waiver.place.span, "");
        let draft = draft.with("rules", join_and(&waiver.names())).with("hint", hint);
        let draft = match waiver.form {
            Form::Record(_) => draft,
            Form::Comment(comment) => {
                let text = &self.workspace.source(comment.source).text;
                let edit = (edit::comment(text, comment.span), String::new());
                draft.fix(Safety::Safe, "delete the waiver", vec![edit])
            }
        };
        self.drafts.push(draft);
    }

    fn unused_rule(&mut self, waiver: &Waiver<'_>, named: &Named<'_>, last: bool) {
        let name = &*named.name;
        let hint = delete(self.cause(waiver, named), &format!("delete `{name}` from it"));
        let text = &self.workspace.source(waiver.place.source).text;
        let edit = (edit::element(text, named.span, last), String::new());
        let draft = self.draft("unused-waiver", waiver, named.span, "rules");
        let draft = draft.with("rules", name.to_owned()).with("hint", hint);
        self.drafts.push(draft.fix(Safety::Safe, format!("delete `{name}`"), vec![edit]));
    }

    fn cause(&self, waiver: &Waiver<'_>, named: &Named<'_>) -> Cause<'_> {
        let rule = named.rule.and_then(|number| Some((number, self.workspace.rules.get(number)?)));
        match rule {
            Some((_, rule)) if !can_be_waived(rule) => Cause::Group(&rule.group),
            Some((number, rule))
                if matches!(waiver.form, Form::Comment(_)) && self.asks(number, rule) =>
            {
                Cause::Obligation
            }
            _ => Cause::Unknown,
        }
    }

    /// Whether findings of the rule are obligations that nobody answers.
    fn asks(&self, number: RuleNo, rule: &Rule) -> bool {
        self.obligations.contains(&number)
            || rule.checks.iter().any(|check| check.each == Each::OfRequirements)
    }
}

/// What to do about it, and why it could not work.
fn delete(cause: Cause<'_>, plain: &str) -> String {
    match cause {
        Cause::Group(group) => format!("delete it; a finding of group {group} cannot be waived"),
        Cause::Obligation => {
            "delete it; an obligation that nobody answers is waived by a [[waiver]] record alone"
                .to_owned()
        }
        Cause::Unknown => plain.to_owned(),
    }
}
