//! Drawing an excerpt. The only place that knows miette.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, ThemeCharacters, ThemeStyles,
};

use super::excerpt::Excerpt;
use crate::output::Style;
use crate::rule::types::Level;

/// Draws excerpts in the look that was asked for. miette would ask the terminal; here whoever
/// calls has decided.
pub(super) struct Pen {
    handler: GraphicalReportHandler,
    theme: GraphicalTheme,
}

impl Pen {
    pub(super) fn new(style: &Style) -> Self {
        let theme = GraphicalTheme {
            characters: if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
            styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
        };
        let handler = GraphicalReportHandler::new_themed(theme.clone())
            .with_links(false)
            .with_wrap_lines(false)
            .with_width(style.width)
            .with_context_lines(1)
            .without_syntax_highlighting();
        Self { handler, theme }
    }

    /// An excerpt with its marks: the primary one in the colour of the level.
    pub(super) fn draw(&self, excerpt: &Excerpt, level: Level) -> String {
        let styles = &self.theme.styles;
        let primary = match level {
            Level::Error => styles.error,
            Level::Warning => styles.warning,
            Level::Note | Level::Off => styles.advice,
        };
        let mut theme = self.theme.clone();
        theme.styles.link = styles.linum;
        theme.styles.highlights =
            excerpt.labels.iter().map(|label| if label.primary() { primary } else { styles.advice }).collect();
        let mut drawn = String::new();
        // Drawing into memory cannot fail.
        let _ = self.handler.clone().with_theme(theme).render_report(&mut drawn, &Drawn(excerpt));
        // miette begins with the line of a message, which is written elsewhere.
        drawn.strip_prefix('\n').map_or(drawn.clone(), str::to_owned)
    }
}

/// An excerpt as miette wants it: a diagnostic without a message.
#[derive(Debug)]
struct Drawn<'a>(&'a Excerpt);

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<Severity> {
        None
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.0)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.0.labels.iter().cloned()))
    }
}
