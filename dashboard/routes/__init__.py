"""Plain HTTP beside the pages: one module a family of addresses, each with ``router(…) -> APIRouter``."""
