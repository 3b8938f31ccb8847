//! Products of matrices: `matmul`, and `linear` as PyTorch's `nn.Linear` computes it.
//!
//! Dot products are added left to right, each product rounded: what a CPU's single-column product does.

use super::super::operation::Operation;
use super::super::tape::{Tape, Var};
use crate::error::{Error, Result};
use crate::real::Dtype;
use crate::sum::sum_of;
use crate::tensor::{Kind, Shape};

/// a @ b: `(n, k) @ (k, m)` gives `(n, m)`; a vector is a row on the left and a column on the right, and its
/// dimension drops out of the result. a gets g @ bᵀ, b gets aᵀ @ g.
static MATMUL: Operation = Operation {
    name: "matmul",
    formula: "a @ b",
    derivative: "a: g @ bᵀ; b: aᵀ @ g",
    saves: true,
    forward: |f, out| {
        let Some([_, inner, m]) = product_sizes(&f.shape(0), &f.shape(1)) else { return };
        let [a, b] = [0, 1].map(|i| f.values(i));
        each(out, m, |i, j| dot(f.node.kind.dtype, inner, |k| a[i * inner + k], |k| b[k * m + j]));
    },
    vjp: |v| {
        let (g, dtype) = (v.upstream, v.node.kind.dtype);
        let Some([n, inner, m]) = product_sizes(&v.inputs().shape(0), &v.inputs().shape(1)) else { return };
        let [a, b] = [v.inputs().values(0), v.inputs().values(1)];
        v.contribute(0, |terms| {
            each(terms, inner, |i, k| dot(dtype, m, |j| g[i * m + j], |j| b[k * m + j]));
        });
        v.contribute(1, |terms| {
            each(terms, m, |k, j| dot(dtype, n, |i| a[i * inner + k], |i| g[i * m + j]));
        });
    },
};

/// `[n, k, m]` of a product, `None` where the shapes do not fit.
fn product_sizes(a: &Shape, b: &Shape) -> Option<[usize; 3]> {
    let [n, left] = match *a.sizes() {
        [k] => [1, k],
        [n, k] => [n, k],
        _ => return None,
    };
    let [right, m] = match *b.sizes() {
        [k] => [k, 1],
        [k, m] => [k, m],
        _ => return None,
    };
    (left == right && left > 0).then_some([n, left, m])
}

/// `compute` of each row and column of a matrix of so many columns.
#[inline(always)]
fn each(out: &mut [f64], columns: usize, compute: impl Fn(usize, usize) -> f64) {
    out.iter_mut().enumerate().for_each(|(at, out)| *out = compute(at / columns, at % columns));
}

fn dot(dtype: Dtype, n: usize, a: impl Fn(usize) -> f64, b: impl Fn(usize) -> f64) -> f64 {
    (0..n).fold(0.0, |sum, k| dtype.round(sum + dtype.round(a(k) * b(k))))
}

/// x @ Wᵀ + b: x `(batch, in)`, W `(out, in)`, b `(out,)`, result `(batch, out)`. x gets g @ W, W gets gᵀ @ x, b gets
/// the column sums of g.
static LINEAR: Operation = Operation {
    name: "linear",
    formula: "x @ Wᵀ + b",
    derivative: "x: g @ W; W: gᵀ @ x; b: Σ g over the batch",
    saves: true,
    forward: |f, out| {
        // Sizes come from the shapes: a layer without outputs has no elements to tell them by.
        let (inner, outer) = (f.shape(1).size_from_end(0), f.shape(1).size_from_end(1));
        let [x, weight, bias] = [0, 1, 2].map(|i| f.values(i));
        each(out, outer, |row, column| {
            dot(f.node.kind.dtype, inner, |k| x[row * inner + k], |k| weight[column * inner + k])
                + bias[column]
        });
    },
    vjp: |v| {
        let (g, dtype) = (v.upstream, v.node.kind.dtype);
        let (shape, batch) = (v.inputs().shape(1), v.inputs().shape(0).size_from_end(1));
        let (inner, outer) = (shape.size_from_end(0), shape.size_from_end(1));
        let [x, weight] = [v.inputs().values(0), v.inputs().values(1)];
        v.contribute(0, |terms| {
            each(terms, inner, |row, k| {
                dot(dtype, outer, |column| g[row * outer + column], |column| weight[column * inner + k])
            });
        });
        v.contribute(1, |terms| {
            each(terms, inner, |column, k| {
                dot(dtype, batch, |row| g[row * outer + column], |row| x[row * inner + k])
            });
        });
        v.contribute(2, |terms| {
            let mut columns = Vec::with_capacity(batch);
            for (column, term) in terms.iter_mut().enumerate() {
                columns.clear();
                columns.extend(g.iter().skip(column).step_by(outer));
                *term = sum_of(dtype, &columns);
            }
        });
    },
};

impl Tape {
    /// The matrix product a @ b of matrices or vectors.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) unless the inner sizes agree and are at least 1, [`ErrorKind::Dtype`](crate::ErrorKind::Dtype) if the element types differ.
    pub fn matmul(&mut self, a: Var, b: Var) -> Result<Var> {
        let (left, right) = (self.kind(a).shape, self.kind(b).shape);
        let Some([n, _, m]) = product_sizes(&left, &right) else {
            return Err(Error::shape(
                "matmul",
                format_args!("{left} and {right}"),
                "(n, k) and (k, m), or vectors of length k",
            ));
        };
        let dtype = self.same_dtype("matmul", &[a, b])?;
        let shape = match (left.rank(), right.rank()) {
            (1, 1) => Shape::SCALAR,
            (1, _) => Shape::vector(m),
            (_, 1) => Shape::vector(n),
            _ => Shape::matrix(n, m).holdable("matmul")?,
        };
        Ok(self.record(&MATMUL, [a, b], Kind::new(shape, dtype)))
    }

    /// The type that all of `inputs` have.
    fn same_dtype(&self, op: &'static str, inputs: &[Var]) -> Result<Dtype> {
        let first = self.kind(inputs[0]).dtype;
        match inputs.iter().map(|&input| self.kind(input).dtype).find(|&other| other != first) {
            None => Ok(first),
            Some(other) => Err(Error::dtype(op, format_args!("{first} and {other}"))),
        }
    }

    /// x @ Wᵀ + b, `torch.nn.functional.linear`: x `(batch, in)`, weight `(out, in)`, bias `(out,)`.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) for other shapes, [`ErrorKind::Dtype`](crate::ErrorKind::Dtype) if the element types differ.
    pub fn linear(&mut self, x: Var, weight: Var, bias: Var) -> Result<Var> {
        let inputs = [x, weight, bias];
        let dtype = self.same_dtype("linear", &inputs)?;
        let [x, weight, bias] = inputs.map(|input| self.kind(input).shape);
        match (x.sizes(), weight.sizes(), bias.sizes()) {
            (&[batch, inner], &[outer, columns], &[length]) if inner == columns && outer == length => {
                let shape = Shape::matrix(batch, outer).holdable("linear")?;
                Ok(self.record(&LINEAR, inputs, Kind::new(shape, dtype)))
            }
            _ => Err(Error::shape(
                "linear",
                format_args!("{x}, {weight} and {bias}"),
                "(batch, in), (out, in) and (out,)",
            )),
        }
    }
}
