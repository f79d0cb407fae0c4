#!/usr/bin/env bash
# Makes the folder of a new telephone system, that of its tests, its page and its entry point:
#
#   scripts/new_vendor.sh NAME [TITLE]     such as: scripts/new_vendor.sh acme "Acme Voice"
#
# What is made runs. Its tests pass, and the contract test fails only where something must be filled
# in, and says where. docs/adding-a-telephone-system.md goes on from there.
set -euo pipefail
cd "$(dirname "$0")/.."

name=${1:-}
title=${2:-${name^}}
if ! [[ $name =~ ^[a-z][a-z0-9_]*$ ]] || [ $# -gt 2 ]; then
    echo "usage: scripts/new_vendor.sh NAME [TITLE]; NAME has small letters, digits and _ only" >&2
    exit 2
fi
if [[ $title == *[\"\\\|\&]* || $title == *$'\n'* ]]; then
    echo "A title has no quotation marks, backslashes, ampersands or bars." >&2
    exit 2
fi
source=cti_desk/vendors/$name tests=tests/vendors/$name
for folder in "$source" "$tests"; do
    if [ -e "$folder" ]; then
        echo "$folder exists already." >&2
        exit 1
    fi
done

class=$(sed -E 's/(^|_)(.)/\U\2/g' <<<"$name")
fill() {
    local from=$1 to=$2 template file
    find "$from" -name '*.in' -printf '%P\n' | sort | while read -r template; do
        file=$to/${template%.in}
        mkdir -p "$(dirname "$file")"
        sed -e "s|@NAME@|$name|g" -e "s|@CLASS@|$class|g" -e "s|@TITLE@|$title|g" \
            "$from/$template" >"$file"
    done
}
fill scripts/new_vendor/source "$source"
fill scripts/new_vendor/tests "$tests"
sed "s|@TITLE@|$title|g" scripts/new_vendor/page.md.in >"docs/$name.in.md"
sed -i "/^\[project.entry-points.\"cti_desk.vendors\"\]$/a $name = \"cti_desk.vendors.$name:VENDOR\"" \
    pyproject.toml

echo "Made $source and $tests. Now run:"
echo "  scripts/setup.sh test"
echo "  for it in settings_doc vendor_doc scorecard; do .venv/bin/python -m scripts.make_\$it; done"
echo "  scripts/test.sh $tests"
echo "  scripts/test.sh tests/vendors/test_contract.py -k $name"
