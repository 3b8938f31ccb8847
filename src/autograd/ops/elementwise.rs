//! Element by element: add, sub, mul, div (with broadcasting), neg, pow, square, relu, exp, log.

use super::super::operation::{Inputs, Operation, Stretched};
use super::super::tape::{Tape, Var};
use super::loops::{combine, map, merge, zip};
use crate::elementary;
use crate::error::Result;
use crate::tensor::Kind;

/// a + b. Both inputs get g.
static ADD: Operation = Operation {
    name: "add",
    formula: "a + b",
    derivative: "a: g; b: g",
    saves: false,
    forward: |f, out| binary(f, out, |a, b| a + b),
    vjp: |v| {
        v.pass_on(0);
        v.pass_on(1);
    },
};

/// a − b. a gets g, b gets −g.
static SUB: Operation = Operation {
    name: "sub",
    formula: "a − b",
    derivative: "a: g; b: −g",
    saves: false,
    forward: |f, out| binary(f, out, |a, b| a - b),
    vjp: |v| {
        let g = v.upstream;
        v.pass_on(0);
        v.contribute_stretched(1, |terms| map(terms, g, |g| -g));
    },
};

/// a × b. Each input gets g times the other.
static MUL: Operation = Operation {
    name: "mul",
    formula: "a × b",
    derivative: "a: g × b; b: g × a",
    saves: true,
    forward: |f, out| multiply(out, &f.stretched(0), &f.stretched(1)),
    vjp: |v| {
        let g = Stretched::Direct(v.upstream);
        for (i, other) in [(0, 1), (1, 0)] {
            let other = v.inputs().stretched(other);
            v.contribute_stretched(i, |terms| multiply(terms, &g, &other));
        }
    },
};

/// a ÷ b. a gets g / b, b gets −g·((a / b) / b).
static DIV: Operation = Operation {
    name: "div",
    formula: "a ÷ b",
    derivative: "a: g ÷ b; b: −g × ((a ÷ b) ÷ b)",
    saves: true,
    forward: |f, out| divide(out, &f.stretched(0), &f.stretched(1)),
    vjp: |v| {
        let (g, output, dtype) = (v.upstream, v.output(), v.node.kind.dtype);
        let b = v.inputs().stretched(1);
        v.contribute_stretched(0, |terms| divide(terms, &Stretched::Direct(g), &b));
        v.contribute_stretched(1, |terms| {
            divide(terms, &Stretched::Direct(output), &b);
            merge(terms, g, |quotient, g| -g * dtype.round(quotient));
        });
    },
};

/// −a. Gets −g.
static NEG: Operation = Operation {
    name: "neg",
    formula: "−a",
    derivative: "a: −g",
    saves: false,
    forward: |f, out| map(out, f.values(0), |a| -a),
    vjp: |v| {
        let g = v.upstream;
        v.contribute(0, |terms| map(terms, g, |g| -g));
    },
};

/// aᵖ for a fixed exponent p. Gets g·(p·aᵖ⁻¹).
static POW: Operation = Operation {
    name: "pow",
    formula: "a^p",
    derivative: "a: g × (p × a^(p − 1))",
    saves: true,
    forward: |f, out| raise(out, f.values(0), f.node.exponent),
    vjp: |v| {
        let (g, exponent, dtype) = (v.upstream, v.node.exponent, v.node.kind.dtype);
        let a = v.inputs().values(0);
        v.contribute(0, |terms| {
            if exponent == 2.0 {
                // a¹ is a: one pass less.
                zip(terms, g, a, |g, a| g * dtype.round(2.0 * a));
            } else if exponent == 0.0 {
                // Constant 1: no slope, also where aᵖ⁻¹ is infinite.
                terms.fill(0.0);
            } else {
                raise(terms, a, exponent - 1.0);
                merge(terms, g, |power, g| g * dtype.round(exponent * dtype.round(power)));
            }
        });
    },
};

/// max(a, 0). Gets g where a > 0, else 0; at 0 the derivative is taken to be 0, as PyTorch does.
static RELU: Operation = Operation {
    name: "relu",
    formula: "max(a, 0)",
    derivative: "a: g where a > 0, else 0",
    saves: true,
    forward: |f, out| map(out, f.values(0), |a| if a > 0.0 || a.is_nan() { a } else { 0.0 }),
    vjp: |v| {
        let (g, output) = (v.upstream, v.output());
        v.contribute(0, |terms| zip(terms, g, output, |g, output| if output > 0.0 { g } else { 0.0 }));
    },
};

/// eᵃ. Gets g·eᵃ.
static EXP: Operation = Operation {
    name: "exp",
    formula: "e^a",
    derivative: "a: g × e^a",
    saves: true,
    forward: |f, out| map(out, f.values(0), elementary::exp),
    vjp: |v| {
        let (g, output) = (Stretched::Direct(v.upstream), Stretched::Direct(v.output()));
        v.contribute(0, |terms| multiply(terms, &g, &output));
    },
};

/// ln a. Gets g / a. −∞ at 0 and NaN below, as in PyTorch.
static LOG: Operation = Operation {
    name: "log",
    formula: "ln a",
    derivative: "a: g ÷ a",
    saves: true,
    forward: |f, out| map(out, f.values(0), elementary::ln),
    vjp: |v| {
        let (g, a) = (Stretched::Direct(v.upstream), Stretched::Direct(v.inputs().values(0)));
        v.contribute(0, |terms| divide(terms, &g, &a));
    },
};

#[inline(always)]
fn binary(f: &Inputs<'_, '_>, out: &mut [f64], compute: impl Fn(f64, f64) -> f64) {
    combine(out, &f.stretched(0), &f.stretched(1), compute);
}

#[inline(never)]
fn multiply(out: &mut [f64], a: &Stretched<'_>, b: &Stretched<'_>) {
    combine(out, a, b, |a, b| a * b);
}

#[inline(never)]
fn divide(out: &mut [f64], a: &Stretched<'_>, b: &Stretched<'_>) {
    combine(out, a, b, |a, b| a / b);
}

/// The special cases PyTorch computes by multiplication; the rest goes through one pure-Rust power on every target.
#[inline(never)]
fn raise(out: &mut [f64], a: &[f64], exponent: f64) {
    if exponent == 2.0 {
        map(out, a, |a| a * a);
    } else if exponent == 1.0 {
        out.copy_from_slice(a);
    } else if exponent == 3.0 {
        map(out, a, |a| a * a * a);
    } else if exponent == 0.5 {
        map(out, a, f64::sqrt);
    } else if exponent == -1.0 {
        map(out, a, |a| 1.0 / a);
    } else {
        map(out, a, |a| elementary::pow(a, exponent));
    }
}

impl Tape {
    /// a + b, broadcast.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) if the shapes do not broadcast, [`ErrorKind::Dtype`](crate::ErrorKind::Dtype) if
    /// the element types differ.
    pub fn add(&mut self, a: Var, b: Var) -> Result<Var> {
        self.binary(&ADD, a, b)
    }

    /// a − b, broadcast.
    ///
    /// # Errors
    /// As for [`add`](Self::add).
    pub fn sub(&mut self, a: Var, b: Var) -> Result<Var> {
        self.binary(&SUB, a, b)
    }

    /// a × b, element by element, broadcast.
    ///
    /// # Errors
    /// As for [`add`](Self::add).
    pub fn mul(&mut self, a: Var, b: Var) -> Result<Var> {
        self.binary(&MUL, a, b)
    }

    /// a ÷ b, element by element, broadcast. Division by 0 gives ±∞ or NaN, as in PyTorch.
    ///
    /// # Errors
    /// As for [`add`](Self::add).
    pub fn div(&mut self, a: Var, b: Var) -> Result<Var> {
        self.binary(&DIV, a, b)
    }

    /// −a.
    pub fn neg(&mut self, a: Var) -> Var {
        self.record(&NEG, [a], *self.kind(a))
    }

    /// a to the power of `exponent`, a fixed number.
    ///
    /// # Errors
    /// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for an exponent that is NaN or infinite.
    pub fn pow(&mut self, a: Var, exponent: f64) -> Result<Var> {
        let exponent = crate::Error::unless_finite("exponent", exponent)?;
        Ok(self.record_with(&POW, [a], *self.kind(a), exponent))
    }

    /// a², the same as `pow(a, 2)`.
    pub fn square(&mut self, a: Var) -> Var {
        self.record_with(&POW, [a], *self.kind(a), 2.0)
    }

    /// max(a, 0).
    pub fn relu(&mut self, a: Var) -> Var {
        self.record(&RELU, [a], *self.kind(a))
    }

    /// eᵃ.
    pub fn exp(&mut self, a: Var) -> Var {
        self.record(&EXP, [a], *self.kind(a))
    }

    /// The natural logarithm; −∞ at 0, NaN below.
    pub fn log(&mut self, a: Var) -> Var {
        self.record(&LOG, [a], *self.kind(a))
    }

    #[inline(never)]
    fn binary(&mut self, operation: &'static Operation, a: Var, b: Var) -> Result<Var> {
        let (left, right) = (self.kind(a), self.kind(b));
        let kind = match Kind::of_both(left, right) {
            Some(kind) => *kind,
            None => Kind::broadcast(operation.name, left, right)?,
        };
        Ok(self.record(operation, [a, b], kind))
    }
}
