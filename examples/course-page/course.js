// Gives the frame the height it asks for. The message is trusted only if it comes from that very frame.
// It stands before the frame and is no module: a frame that is up first would have told its height to nobody.
window.addEventListener("message", ({ source, data }) => {
  const frame = document.querySelector("#frame");
  if (source === frame?.contentWindow && data?.type === "first-descent:height")
    frame.style.height = `${data.height}px`;
});
