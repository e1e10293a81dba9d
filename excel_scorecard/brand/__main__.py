"""Makes the stock template anew: `python -m excel_scorecard.brand templates/brand.toml templates/standard.xlsx`."""

import sys
from pathlib import Path

from excel_scorecard.brand.look import read_brand
from excel_scorecard.brand.template import make_template

if __name__ == "__main__":
    brand_file, made = Path(sys.argv[1]), Path(sys.argv[2])
    make_template(read_brand(brand_file), made)
    print(f"{made} made from {brand_file}")
