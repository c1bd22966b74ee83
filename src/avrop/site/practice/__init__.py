"""The practice environment (requirement TRN-05): a made-up buyer and made-up suppliers of one real
organisation, founded by the same commands as everybody. `kernel.practice` keeps it apart from what is
real."""
