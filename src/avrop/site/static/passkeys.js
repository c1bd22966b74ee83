// Passkeys. A form marked data-passkey asks the server what to ask the browser for, lets the browser make
// ("create") or show ("get") a passkey, and is then sent with its answer like any other form.
"use strict";

(() => {
  const forms = [...document.querySelectorAll("form[data-passkey]")];

  const toBytes = (text) => {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
  };

  const toText = (buffer) => {
    const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte));
    return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };

  const asked = (options) => {
    const found = { ...options, challenge: toBytes(options.challenge) };
    if (options.user) found.user = { ...options.user, id: toBytes(options.user.id) };
    for (const name of ["allowCredentials", "excludeCredentials"]) {
      if (options[name]) found[name] = options[name].map((one) => ({ ...one, id: toBytes(one.id) }));
    }
    return found;
  };

  const answered = (credential) => {
    const { response } = credential;
    const said = { clientDataJSON: toText(response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) said[name] = toText(response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: said,
    });
  };

  const optionsOf = async (form) => {
    const token = form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(form.dataset.options, {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return (await answer.json()).publicKey;
  };

  const ask = async (form) => {
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      const publicKey = asked(await optionsOf(form));
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.answer.value = answered(credential);
    } catch {
      problem.hidden = false;
      problem.focus();
      return;
    }
    form.submit();
  };

  for (const form of forms) {
    if (!window.PublicKeyCredential) {
      form.parentElement.querySelector("[data-no-passkeys]")?.removeAttribute("hidden");
      continue;
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.reportValidity()) ask(form);
    });
  }
})();
