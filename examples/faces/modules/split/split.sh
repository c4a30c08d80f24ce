#!/bin/sh
# A batch of URLs, separated by spaces, becomes one event for each of them, numbered from 1.
set -euf
base=${HANDLER_BASE_DIR:-/ion}

# eventmeta.json is a list of {"key", "value"} pairs. Cut out the value of "urls", and undo the escapes that JSON
# writers use in URLs.
urls=$(tr -d '\n\r' <"$base/in/eventmeta.json" |
  sed -n 's/.*"key"[[:space:]]*:[[:space:]]*"urls"[[:space:]]*,[[:space:]]*"value"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' |
  sed -e 's/\\[nrt]/ /g' -e 's,\\/,/,g' -e 's/\\u0026/\&/g')

case $urls in
*\\*)
  echo "the batch's urls hold a character that no URL has: $urls" >&2
  exit 1
  ;;
esac

number=0
mkdir -p "$base/out/events"
for url in $urls; do
  number=$((number + 1))
  photo=$(printf '%02d' "$number")
  printf '{"type": "photo.requested", "data": {"photo": "%s", "url": "%s"}}\n' "$photo" "$url" \
    >"$base/out/events/photo-$photo.json"
  echo "$photo $url"
done

if [ "$number" -eq 0 ]; then
  echo "the batch has no urls: data.urls is missing or empty" >&2
  exit 1
fi
printf '[{"key": "photos", "value": "%d"}]\n' "$number" >"$base/out/insights.json"
