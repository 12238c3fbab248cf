#!/bin/sh
# Runs the pinned Node. npm 9 does not link it into node_modules/.bin, and programs started from here must find it too.
case "$(uname -m)" in
  aarch64) arch=arm64 ;;
  *) arch=x64 ;;
esac
pinned="$PWD/node_modules/node-linux-$arch/bin"
if [ ! -x "$pinned/node" ]; then
  echo "Node がありません。npm ci を実行してください。 / The pinned Node is missing: run npm ci." >&2
  exit 1
fi
PATH="$pinned:$PATH"
export PATH
exec node "$@"
