// Reads codes through the camera: with the browser's own reader where there is one, else with zxing
// (WebAssembly from this site, fetched when it is first needed).
"use strict";

const goodsScanner = (() => {
  const OWN = ["ean_13", "ean_8", "upc_a", "code_128", "itf", "data_matrix", "qr_code"];
  const ZXING = ["EAN13", "EAN8", "UPCA", "Code128", "ITF", "DataMatrix", "QRCode"];
  const BETWEEN_LOOKS = 120;

  const load = (address) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });

  const ownReader = async () => {
    if (!("BarcodeDetector" in window)) return null;
    const known = await BarcodeDetector.getSupportedFormats();
    if (!known.includes("ean_13") || !known.includes("code_128")) return null;
    const detector = new BarcodeDetector({ formats: OWN.filter((one) => known.includes(one)) });
    return async (video) => (await detector.detect(video)).map((one) => one.rawValue);
  };

  const zxingReader = async (words) => {
    if (!("ZXingWASM" in window)) await load(words.reader);
    await ZXingWASM.prepareZXingModule({
      overrides: { locateFile: (path) => words.readerFolder + path },
      fireImmediately: true,
    });
    const canvas = document.createElement("canvas");
    const drawing = canvas.getContext("2d", { willReadFrequently: true });
    return async (video) => {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      drawing.drawImage(video, 0, 0);
      const picture = drawing.getImageData(0, 0, canvas.width, canvas.height);
      const found = await ZXingWASM.readBarcodes(picture, { formats: ZXING, tryHarder: true });
      return found.filter((one) => one.isValid).map((one) => one.text);
    };
  };

  // A label often carries both: the package says more than the article.
  const best = (codes) => codes.find((one) => /^\(?00\)?\d{18}/.test(one)) ?? codes[0];

  // Looks until a code is read or `stop` is called; rejects where there is no camera.
  const start = async (video, words, found) => {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1280 } },
    });
    let isLooking = true;
    const stop = () => {
      isLooking = false;
      stream.getTracks().forEach((track) => track.stop());
      video.srcObject = null;
    };
    try {
      video.srcObject = stream;
      await video.play();
      const read = (await ownReader()) ?? (await zxingReader(words));
      (async () => {
        while (isLooking) {
          const codes = video.videoWidth ? await read(video).catch(() => []) : [];
          if (isLooking && codes.length) {
            stop();
            navigator.vibrate?.(80);
            found(best(codes));
          }
          await new Promise((resume) => setTimeout(resume, BETWEEN_LOOKS));
        }
      })();
    } catch (error) {
      stop();
      throw error;
    }
    return stop;
  };

  return { start };
})();
