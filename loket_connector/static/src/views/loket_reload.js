// Copyright 2026 Loket Connector contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import { Component, onMounted, onWillUnmount, status, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const SECONDS = 2;
const BUSY = ["queued", "running"];

/** Read the record of a form again as long as the server is at work on it. */
export class LoketReload extends Component {
    static template = xml`<t/>`;
    static props = { ...standardWidgetProps };

    setup() {
        onMounted(() => this.wait());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    wait() {
        this.timer = setTimeout(() => this.reload(), SECONDS * 1000);
    }

    async reload() {
        const { record } = this.props;
        if (BUSY.includes(record.data.state) && !document.hidden) {
            await record.load();
        }
        // The form may have been left while the server answered.
        if (status(this) === "mounted") {
            this.wait();
        }
    }
}

registry.category("view_widgets").add("loket_reload", { component: LoketReload });
