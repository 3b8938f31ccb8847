//! Shapes and tensors: row-major values of one element type, with NumPy's and PyTorch's rules of broadcasting.
//!
//! A tensor here is plain data. What was done to it is recorded by [`autograd`](crate::autograd).

use crate::error::{Error, Result};
use crate::real::Dtype;
use std::fmt;

/// Most dimensions a tensor can have. Linear regression needs two; one to spare on either side.
pub const MAX_RANK: usize = 4;

/// Most elements that memory can be asked to hold, whatever there is of it: an allocation has at most `isize::MAX` bytes.
const MAX_ELEMENTS: usize = isize::MAX as usize / size_of::<f64>();

/// Sizes of a tensor's dimensions, outermost first. `()` is a scalar.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    rank: usize,
    sizes: [usize; MAX_RANK],
}

impl Shape {
    /// `()`: one element, no dimension.
    pub const SCALAR: Self = Self { rank: 0, sizes: [1; MAX_RANK] };

    /// A shape of the given sizes, e.g. `(16, 1)` from `&[16, 1]`.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) above [`MAX_RANK`] dimensions, [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge)
    /// for more elements than memory can have.
    pub fn new(sizes: &[usize]) -> Result<Self> {
        if sizes.len() > MAX_RANK {
            return Err(Error::shape(
                "shape",
                format_args!("{sizes:?}"),
                format_args!("at most {MAX_RANK} dimensions"),
            ));
        }
        let mut padded = [1; MAX_RANK];
        padded[..sizes.len()].copy_from_slice(sizes);
        Self { rank: sizes.len(), sizes: padded }.holdable("shape")
    }

    /// `(n,)`.
    pub const fn vector(n: usize) -> Self {
        Self { rank: 1, sizes: [n, 1, 1, 1] }
    }

    /// `(rows, columns)`. Nothing can hold one of more elements than memory has: see [`elements`](Self::elements).
    pub const fn matrix(rows: usize, columns: usize) -> Self {
        Self { rank: 2, sizes: [rows, columns, 1, 1] }
    }

    /// Sizes, outermost first.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes[..self.rank]
    }

    /// Number of dimensions.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// Number of elements, the product of the sizes; `usize::MAX` where that cannot be counted, which is more than any
    /// tensor has.
    pub fn elements(&self) -> usize {
        // Sizes beyond the rank are 1.
        let [a, b, c, d] = self.sizes;
        // In this order a size of 0 makes the product 0 whatever has saturated before it.
        a.saturating_mul(b).saturating_mul(c).saturating_mul(d)
    }

    /// This shape, unless no memory could hold a tensor of it.
    pub(crate) fn holdable(self, op: &'static str) -> Result<Self> {
        if self.elements() <= MAX_ELEMENTS {
            return Ok(self);
        }
        Err(Error::too_large(
            op,
            format_args!("a tensor of shape {self}"),
            format_args!("{MAX_ELEMENTS} elements"),
        ))
    }

    /// Size of the dimension `back` places from the innermost one; 1 beyond the outermost, as broadcasting sees it.
    pub(crate) fn size_from_end(&self, back: usize) -> usize {
        if back < self.rank { self.sizes[self.rank - 1 - back] } else { 1 }
    }

    /// The common shape of two operands: sizes are compared from the innermost dimension; they must be equal or one
    /// of them 1. `(16, 1)` and `(16,)` give `(16, 16)`, which is how a forgotten `reshape` trains a wrong line.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) when two sizes differ and neither is 1,
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) when the common shape has more elements than memory can have.
    pub fn broadcast(op: &'static str, left: Self, right: Self) -> Result<Self> {
        let rank = left.rank.max(right.rank);
        let mut sizes = [1; MAX_RANK];
        for back in 0..rank {
            let (l, r) = (left.size_from_end(back), right.size_from_end(back));
            if l != r && l != 1 && r != 1 {
                return Err(Error::shape(
                    op,
                    format_args!("{left} and {right}"),
                    "sizes that are equal or 1, counted from the last dimension",
                ));
            }
            sizes[rank - 1 - back] = if l == 1 { r } else { l };
        }
        Self { rank, sizes }.holdable(op)
    }

    /// Distance in elements between neighbours along each dimension of `target`, 0 where this shape is stretched.
    /// Innermost first, so that a walk over `target` can stop at its rank.
    pub(crate) fn strides_within(&self, target: &Self) -> [usize; MAX_RANK] {
        let mut strides = [0; MAX_RANK];
        let mut step = 1;
        for (back, stride) in strides.iter_mut().enumerate().take(target.rank) {
            let size = self.size_from_end(back);
            *stride = if size == 1 { 0 } else { step };
            step *= size;
        }
        strides
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sizes() {
            [only] => write!(f, "({only},)"),
            sizes => {
                f.write_str("(")?;
                for (i, size) in sizes.iter().enumerate() {
                    write!(f, "{}{size}", if i == 0 { "" } else { ", " })?;
                }
                f.write_str(")")
            }
        }
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// All there is of a tensor but its values.
///
/// It goes from node to node while the one before has hardly been written. Aligned like this it is copied in two vectors
/// and read out of them; where writing and reading differ in width, a processor waits for what was written.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(16))]
pub(crate) struct Kind {
    pub(crate) shape: Shape,
    /// Number of elements of that shape.
    pub(crate) elements: usize,
    pub(crate) dtype: Dtype,
}

impl Kind {
    pub(crate) fn new(shape: Shape, dtype: Dtype) -> Self {
        Self { shape, elements: shape.elements(), dtype }
    }

    pub(crate) const fn scalar(dtype: Dtype) -> Self {
        Self { shape: Shape::SCALAR, elements: 1, dtype }
    }

    /// What two tensors make element by element, where it is like one of them: nearly every operation meets a number, or
    /// a shape like its own.
    #[inline(always)]
    pub(crate) fn of_both<'a>(left: &'a Self, right: &'a Self) -> Option<&'a Self> {
        if left.dtype != right.dtype {
            None
        } else if right.shape.rank == 0 || left.shape == right.shape {
            Some(left)
        } else if left.shape.rank == 0 {
            Some(right)
        } else {
            None
        }
    }

    /// What two tensors make element by element: see [`Shape::broadcast`]. PyTorch converts mixed element types where
    /// every operand is a number or the types agree; the lesson's programs never mix them on purpose, so here a mixture
    /// is always the error that `nn.Linear` raises.
    pub(crate) fn broadcast(op: &'static str, left: &Self, right: &Self) -> Result<Self> {
        let shape = Shape::broadcast(op, left.shape, right.shape)?;
        if left.dtype != right.dtype {
            return Err(Error::dtype(op, format_args!("{} and {}", left.dtype, right.dtype)));
        }
        Ok(Self::new(shape, left.dtype))
    }
}

/// Row-major values of one element type. float32 values are held widened to `f64`, see [`Dtype::round`].
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    shape: Shape,
    dtype: Dtype,
    values: Vec<f64>,
}

impl Tensor {
    /// A tensor of `shape` from row-major `values`, each rounded to `dtype`.
    ///
    /// # Errors
    /// [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) unless there is one value an element.
    pub fn new(shape: Shape, dtype: Dtype, mut values: Vec<f64>) -> Result<Self> {
        if values.len() != shape.elements() {
            return Err(Error::length_mismatch("values", values.len(), shape.elements()));
        }
        for value in &mut values {
            *value = dtype.round(*value);
        }
        Ok(Self { shape, dtype, values })
    }

    /// A float64 scalar, shape `()`.
    pub fn scalar(value: f64) -> Self {
        Self { shape: Shape::SCALAR, dtype: Dtype::Float64, values: vec![value] }
    }

    /// A float64 vector, shape `(n,)`.
    pub fn vector(values: &[f64]) -> Self {
        Self { shape: Shape::vector(values.len()), dtype: Dtype::Float64, values: values.to_vec() }
    }

    /// A float64 column, shape `(n, 1)`: one feature of `n` samples.
    pub fn column(values: &[f64]) -> Self {
        Self { shape: Shape::matrix(values.len(), 1), dtype: Dtype::Float64, values: values.to_vec() }
    }

    /// The same values in another element type, each rounded once: `tensor.to(dtype)`.
    pub fn to(mut self, dtype: Dtype) -> Self {
        for value in &mut self.values {
            *value = dtype.round(*value);
        }
        self.dtype = dtype;
        self
    }

    /// Sizes of the dimensions.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Element type.
    pub fn dtype(&self) -> Dtype {
        self.dtype
    }

    /// Row-major values.
    pub fn values(&self) -> &[f64] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_and_a_vector_broadcast_to_a_square() {
        let shape = Shape::broadcast("sub", Shape::matrix(16, 1), Shape::vector(16)).unwrap();
        assert_eq!(shape, Shape::matrix(16, 16));
        assert_eq!(Shape::matrix(16, 1).strides_within(&shape)[..2], [0, 1]);
        assert_eq!(Shape::vector(16).strides_within(&shape)[..2], [1, 0]);
    }

    #[test]
    fn sizes_that_differ_do_not_broadcast_and_the_error_shows_both_shapes() {
        let error = Shape::broadcast("add", Shape::matrix(3, 2), Shape::vector(3)).unwrap_err();
        assert_eq!(error.code(), "shape");
        assert!(error.to_string().contains("(3, 2) and (3,)"), "{error}");
    }

    #[test]
    fn a_shape_that_no_memory_could_hold_is_refused_and_its_elements_do_not_overflow() {
        // This multiplied the sizes and overflowed: a panic, or in a release build another number.
        let error = Shape::new(&[usize::MAX, 2]).unwrap_err();
        assert_eq!(
            (error.code(), error.value().as_deref()),
            ("too_large", Some(&*format!("a tensor of shape ({}, 2)", usize::MAX)))
        );
        let huge = Shape::matrix(usize::MAX, 2);
        assert_eq!(huge.elements(), usize::MAX);
        assert_eq!(Tensor::new(huge, Dtype::Float64, vec![1.0; 2]).unwrap_err().code(), "length_mismatch");
        let (column, row) = (Shape::matrix(1 << (usize::BITS / 2), 1), Shape::vector(1 << (usize::BITS / 2)));
        assert_eq!(Shape::broadcast("sub", column, row).unwrap_err().code(), "too_large");
        assert_eq!(Shape::new(&[usize::MAX, 2, 0]).unwrap().elements(), 0);
    }

    #[test]
    fn a_tensor_refuses_the_wrong_number_of_values() {
        let error = Tensor::new(Shape::matrix(2, 2), Dtype::Float64, vec![1.0; 3]).unwrap_err();
        assert_eq!(error.to_string(), "values has 3 elements; it must have 4");
    }
}
