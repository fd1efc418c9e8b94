"""What was captured stays as captured:

- `files`: plain files written whole, by their SHA-256, following no link;
- `originals`: the bytes of every upload, kept under their SHA-256;
- `fixity`: what is no longer as captured, found by its SHA-256 and repaired where that proves it;
- `merkle`: one hash over many entries, and proofs; `daily_roots`: that of each day, chained;
  `time_stamps`: what authorities say of it, where the settings name some;
- `consistency`: rows that contradict each other;
- `snapshots`: the database copied at one moment while others write, and put back;
- `backups`: what a folder of backups holds, `backup`: one being made, `restore`: one brought back;
- `exporting`: all of it as files that any program reads; `importing`: those read back;
- `refusals`: what keeps a backup from being made or restored;
- `last_runs`: what the last backup and the last verification came to.
"""
