"""`python -m bot`: the same commands as `continence-bot`."""

import sys

from bot.cli.main import main

sys.exit(main())
