//! Element by element: add, sub, mul, div (with broadcasting), neg, pow, square, relu, exp, log.

use super::super::operation::{Forward, Operation, Stretched};
use super::super::tape::{Tape, Var};
use crate::elementary;
use crate::error::Result;

/// a + b. Both inputs get g.
static ADD: Operation = Operation {
    name: "add",
    formula: "a + b",
    derivative: "a: g; b: g",
    saves: false,
    forward: |f, out| binary(f, out, |a, b| a + b),
    vjp: |v| {
        let g = v.upstream;
        for i in 0..2 {
            if v.wants(i) {
                v.contribute_stretched(i, |k| g[k]);
            }
        }
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
        if v.wants(0) {
            v.contribute_stretched(0, |k| g[k]);
        }
        if v.wants(1) {
            v.contribute_stretched(1, |k| -g[k]);
        }
    },
};

/// a × b. Each input gets g times the other.
static MUL: Operation = Operation {
    name: "mul",
    formula: "a × b",
    derivative: "a: g × b; b: g × a",
    saves: true,
    forward: |f, out| binary(f, out, |a, b| a * b),
    vjp: |v| {
        let (g, values, shape) = (v.upstream, v.values, v.node.shape);
        for (i, other) in [(0, 1), (1, 0)] {
            if v.wants(i) {
                let other = v.input_from(values, other).stretched(shape);
                v.contribute_stretched(i, |k| g[k] * other.get(k));
            }
        }
    },
};

/// a ÷ b. a gets g / b, b gets −g·((a / b) / b).
static DIV: Operation = Operation {
    name: "div",
    formula: "a ÷ b",
    derivative: "a: g ÷ b; b: −g × ((a ÷ b) ÷ b)",
    saves: true,
    forward: |f, out| binary(f, out, |a, b| a / b),
    vjp: |v| {
        let (g, values, output, node) = (v.upstream, v.values, v.output, v.node);
        let b = v.input_from(values, 1).stretched(node.shape);
        if v.wants(0) {
            v.contribute_stretched(0, |k| g[k] / b.get(k));
        }
        if v.wants(1) {
            v.contribute_stretched(1, |k| -g[k] * node.dtype.round(output[k] / b.get(k)));
        }
    },
};

/// −a. Gets −g.
static NEG: Operation = Operation {
    name: "neg",
    formula: "−a",
    derivative: "a: −g",
    saves: false,
    forward: |f, out| unary(f, out, |a| -a),
    vjp: |v| {
        let g = v.upstream;
        v.contribute(0, |k| -g[k]);
    },
};

/// aᵖ for a fixed exponent p. Gets g·(p·aᵖ⁻¹).
static POW: Operation = Operation {
    name: "pow",
    formula: "a^p",
    derivative: "a: g × (p × a^(p − 1))",
    saves: true,
    forward: |f, out| unary(f, out, |a| power(a, f.exponent)),
    vjp: |v| {
        let (g, values, node) = (v.upstream, v.values, v.node);
        let exponent = node.exponent;
        let a = v.input_from(values, 0).values;
        let round = |value| node.dtype.round(value);
        if exponent == 0.0 {
            // Constant 1: no slope, also where aᵖ⁻¹ is infinite.
            v.contribute(0, |_| 0.0);
        } else {
            v.contribute(0, |k| g[k] * round(exponent * round(power(a[k], exponent - 1.0))));
        }
    },
};

/// max(a, 0). Gets g where a > 0, else 0; at 0 the derivative is taken to be 0, as PyTorch does.
static RELU: Operation = Operation {
    name: "relu",
    formula: "max(a, 0)",
    derivative: "a: g where a > 0, else 0",
    saves: true,
    forward: |f, out| unary(f, out, |a| if a > 0.0 || a.is_nan() { a } else { 0.0 }),
    vjp: |v| {
        let (g, output) = (v.upstream, v.output);
        v.contribute(0, |k| if output[k] > 0.0 { g[k] } else { 0.0 });
    },
};

/// eᵃ. Gets g·eᵃ.
static EXP: Operation = Operation {
    name: "exp",
    formula: "e^a",
    derivative: "a: g × e^a",
    saves: true,
    forward: |f, out| unary(f, out, elementary::exp),
    vjp: |v| {
        let (g, output) = (v.upstream, v.output);
        v.contribute(0, |k| g[k] * output[k]);
    },
};

/// ln a. Gets g / a. −∞ at 0 and NaN below, as in PyTorch.
static LOG: Operation = Operation {
    name: "log",
    formula: "ln a",
    derivative: "a: g ÷ a",
    saves: true,
    forward: |f, out| unary(f, out, elementary::ln),
    vjp: |v| {
        let (g, values) = (v.upstream, v.values);
        let a = v.input_from(values, 0).values;
        v.contribute(0, |k| g[k] / a[k]);
    },
};

/// The special cases PyTorch computes by multiplication; the rest goes through one pure-Rust power on every target.
fn power(a: f64, exponent: f64) -> f64 {
    if exponent == 2.0 {
        a * a
    } else if exponent == 1.0 {
        a
    } else if exponent == 3.0 {
        a * a * a
    } else if exponent == 0.5 {
        a.sqrt()
    } else if exponent == -1.0 {
        1.0 / a
    } else {
        elementary::pow(a, exponent)
    }
}

fn unary(f: &Forward<'_>, out: &mut [f64], compute: impl Fn(f64) -> f64) {
    for (out, &a) in out.iter_mut().zip(f.inputs[0].values) {
        *out = f.dtype.round(compute(a));
    }
}

#[inline(always)]
fn binary(f: &Forward<'_>, out: &mut [f64], compute: impl Fn(f64, f64) -> f64) {
    let [a, b] = [0, 1].map(|i| f.inputs[i].stretched(f.shape));
    // A number against a column is what the lesson's programs compute; the rest goes element by element.
    match (&a, &b) {
        (&Stretched::Constant(a), &Stretched::Direct(b)) => {
            out.iter_mut().zip(b).for_each(|(out, &b)| *out = f.dtype.round(compute(a, b)));
        }
        (&Stretched::Direct(a), &Stretched::Constant(b)) => {
            out.iter_mut().zip(a).for_each(|(out, &a)| *out = f.dtype.round(compute(a, b)));
        }
        _ => {
            out.iter_mut().enumerate().for_each(|(k, out)| *out = f.dtype.round(compute(a.get(k), b.get(k))))
        }
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
        self.record(&NEG, &[a], self.kind(a))
    }

    /// a to the power of `exponent`, a fixed number.
    ///
    /// # Errors
    /// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for an exponent that is NaN or infinite.
    pub fn pow(&mut self, a: Var, exponent: f64) -> Result<Var> {
        let exponent = crate::Error::unless_finite("exponent", exponent)?;
        Ok(self.record_with(&POW, &[a], self.kind(a), exponent))
    }

    /// a², the same as `pow(a, 2)`.
    pub fn square(&mut self, a: Var) -> Var {
        self.record_with(&POW, &[a], self.kind(a), 2.0)
    }

    /// max(a, 0).
    pub fn relu(&mut self, a: Var) -> Var {
        self.record(&RELU, &[a], self.kind(a))
    }

    /// eᵃ.
    pub fn exp(&mut self, a: Var) -> Var {
        self.record(&EXP, &[a], self.kind(a))
    }

    /// The natural logarithm; −∞ at 0, NaN below.
    pub fn log(&mut self, a: Var) -> Var {
        self.record(&LOG, &[a], self.kind(a))
    }

    #[inline(never)]
    fn binary(&mut self, operation: &'static Operation, a: Var, b: Var) -> Result<Var> {
        let output = self.broadcast(operation.name, a, b)?;
        Ok(self.record(operation, &[a, b], output))
    }
}
