// A one-time code that came with a QR code: put where it belongs, and out of the address.
const code = location.hash.slice(1);
if (/^[0-9A-Za-z]{10}$/.test(code)) {
  const field = document.querySelector("#access-code");
  if (field) field.value = code.slice(0, 5) + "-" + code.slice(5);
  for (const link of document.querySelectorAll(".languages a")) link.hash = code;
  history.replaceState(null, "", location.pathname + location.search);
}
