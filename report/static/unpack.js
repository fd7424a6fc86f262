"use strict";

/* Opens what pack.py packed: base64, then deflate. */
window.unpack = async (name) => {
  const text = atob(window.packed[name]);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  delete window.packed[name];
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
};
