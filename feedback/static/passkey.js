// The browser makes or uses a passkey, as the page asks; its answer goes back in the form.
const form = document.querySelector("[data-passkey]");

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function ask() {
  const options = JSON.parse(form.dataset.options);
  options.challenge = bytes(options.challenge);
  if (form.dataset.passkey === "get") {
    options.allowCredentials = known(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  }
  options.user.id = bytes(options.user.id);
  options.excludeCredentials = known(options.excludeCredentials);
  return navigator.credentials.create({ publicKey: options });
}

function written({ id, rawId, type, response }) {
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (response[part]) answer[part] = text(response[part]);
  if (response.getTransports) answer.transports = response.getTransports();
  return JSON.stringify({ id, rawId: text(rawId), type, response: answer });
}

async function go() {
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  try {
    form.elements.credential.value = written(await ask());
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

form.querySelector("button").addEventListener("click", go);
go();
