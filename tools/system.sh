#!/usr/bin/env bash
# Installs from the system's packages what pip cannot: a browser, a database server, Chinese fonts, node for the
# scripts' own tests. Does nothing where all of it is there.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
[[ -n "$(fc-list 2>/dev/null | grep NotoSansCJK)" ]] || missing+=(fonts-noto-cjk)
command -v fc-list >/dev/null || missing+=(fontconfig)
command -v node >/dev/null || missing+=(nodejs)
((${#missing[@]})) || exit 0

as_root=()
((EUID == 0)) || as_root=(sudo)
echo "installing from the system's packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
