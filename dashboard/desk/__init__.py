"""What the desk knows and does, without a pixel: the office's questions, the forms, the acts.

``office`` what an account may ask · ``preview`` a staged bulletin beside what we hold true · ``forms`` reads and
checks a form, telling all errors at once · ``acts`` every write, each with its permission · ``received`` keeps
uploads for the loader, unopened.
"""
