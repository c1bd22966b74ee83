"""From a confirmed order to goods on their way: allocate, pick, despatch, deliver."""
