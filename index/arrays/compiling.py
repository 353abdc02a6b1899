"""Compiled operations instead of numpy's, where numba is installed."""

from index.arrays import kernels


def use_compiled() -> bool:
    """Compile and use the compiled operations; ``False`` where numba is not installed. Takes seconds."""
    try:
        from index.arrays.compiled import Compiled
    except ImportError:
        return False
    kernels.use(Compiled())
    return True
