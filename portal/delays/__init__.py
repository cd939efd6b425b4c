"""The day runs late or early: a chair moves the rest of it, and every open page, feed and reminder follows."""
