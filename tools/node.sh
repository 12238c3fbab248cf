#!/bin/sh
# Runs the pinned Node. npm 9 does not link it into node_modules/.bin, programs started from here must find it too, and a small Debian lacks
# the one library it needs.
case "$(uname -m)" in
  aarch64) arch=arm64 ;;
  *) arch=x64 ;;
esac
pinned="$PWD/node_modules/node-linux-$arch/bin"
if [ ! -x "$pinned/node" ]; then
  echo "Node がありません。npm ci を実行してください。 / The pinned Node is missing: run npm ci." >&2
  exit 1
fi
if ! "$pinned/node" --version >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update && apt-get install -y --no-install-recommends libatomic1; } >&2 || exit 1
  else
    echo "次を実行してください。 / Run this first: sudo apt-get install -y libatomic1" >&2
    exit 1
  fi
fi
# An npm that runs on an older Node leaves out optional packages that ask for a newer one: install once more, under ours.
if [ -n "$npm_execpath" ] && ! ls node_modules/@rolldown/binding-* >/dev/null 2>&1; then
  echo "新しい Node で入れ直しています。 / Installing once more, under the pinned Node." >&2
  aside=$(mktemp -d)
  cp "$pinned/node" "$aside/node"
  PATH="$aside:$PATH" "$aside/node" "$npm_execpath" ci >&2 || exit 1
  rm -rf "$aside"
fi
PATH="$pinned:$PATH"
export PATH
exec node "$@"
